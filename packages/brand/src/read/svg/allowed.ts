/** What can be drawn: SVG elements, other than the outermost. */
export const ELEMENTS = new Set([
  ...['g', 'defs', 'symbol', 'use', 'clipPath', 'mask'],
  ...['path', 'rect', 'circle', 'ellipse', 'line', 'polyline', 'polygon'],
  ...['linearGradient', 'radialGradient', 'stop'],
])

/** Left out with what is in them: they say something about the drawing, and draw nothing. */
export const SILENT = new Set(['title', 'desc', 'metadata', 'view'])

/** Why an element that would draw, act or fetch is refused, and what to do instead. All others are refused without advice. */
export const REFUSED: Readonly<Record<string, string>> = {
  script: 'scripts are not run',
  foreignObject: 'nothing but SVG is drawn',
  image: 'pictures inside are not read; send a PNG of the whole',
  text: 'letters are drawn from fonts that are not here; turn them into paths',
  filter: 'filters are not drawn; send a PNG of the whole',
  pattern: 'patterns are not drawn; turn them into shapes',
  marker: 'markers are not drawn; turn them into shapes',
  animate: 'nothing moves on a picture',
  animateMotion: 'nothing moves on a picture',
  animateTransform: 'nothing moves on a picture',
  set: 'nothing moves on a picture',
}

/** Attributes that say where and what shape. */
export const GEOMETRY = new Set([
  ...['id', 'href', 'viewBox', 'preserveAspectRatio', 'transform'],
  ...['x', 'y', 'width', 'height', 'x1', 'y1', 'x2', 'y2', 'cx', 'cy', 'r', 'rx', 'ry', 'fx', 'fy', 'fr'],
  ...['d', 'points', 'offset', 'gradientUnits', 'gradientTransform', 'spreadMethod'],
  ...['clipPathUnits', 'maskUnits', 'maskContentUnits'],
])

/** Attributes that say how it is painted. Style sheets can say them too. */
export const PROPERTIES = new Set([
  ...['fill', 'fill-opacity', 'fill-rule', 'clip-path', 'clip-rule', 'mask', 'mask-type'],
  ...['stroke', 'stroke-width', 'stroke-opacity', 'stroke-linecap', 'stroke-linejoin', 'stroke-miterlimit'],
  ...[
    'color',
    'opacity',
    'stop-color',
    'stop-opacity',
    'display',
    'visibility',
    'paint-order',
    'vector-effect',
  ],
])

/** Properties without which the drawing would look otherwise, unless they have the value that changes nothing. */
export const REFUSED_PROPERTIES: Readonly<Record<string, string>> = {
  filter: 'none',
  'stroke-dasharray': 'none',
  marker: 'none',
  'marker-start': 'none',
  'marker-mid': 'none',
  'marker-end': 'none',
  'mix-blend-mode': 'normal',
}
