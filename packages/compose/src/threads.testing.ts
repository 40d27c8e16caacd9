/** Run as a process of its own: keeps a thread busy for every picture, and more, then reads a file; prints what ends first. */
import { pbkdf2 } from 'node:crypto'
import { readFile } from 'node:fs'
import './sharp.ts'
import { PICTURES_AT_ONCE } from './threads.ts'

const ended: string[] = []
const end = (what: string) => {
  if (ended.push(what) === 1) process.stdout.write(what)
}
for (let more = 0; more < PICTURES_AT_ONCE + 3; more++)
  pbkdf2('a picture', 'that takes long', 150_000, 64, 'sha512', () => end('picture'))
readFile(import.meta.filename, () => end('file'))
