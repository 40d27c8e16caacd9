import { describe, expect, it } from 'vitest'
import { sources } from './picture.ts'

describe('the sources of a picture', () => {
  it('are the small one and the whole, for the browser to choose by the width it has', () => {
    expect(sources({ imageUrl: '/a.jpg', smallUrl: '/a.jpg?w=640' }, '244px')).toEqual({
      sizes: '244px',
      srcSet: '/a.jpg?w=640 640w, /a.jpg 1200w',
      src: '/a.jpg?w=640',
    })
  })

  it('are the image alone where no small one was made', () => {
    expect(sources({ imageUrl: '/a.jpg' }, '244px')).toEqual({ src: '/a.jpg' })
  })
})
