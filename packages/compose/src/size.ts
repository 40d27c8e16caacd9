/** Width and height in pixels, before any turn that EXIF asks for. */
export interface Size {
  width: number
  height: number
}

/**
 * The size that the header of a PNG or JPEG claims; undefined for other files, and for headers that make no sense. To
 * ask sharp for it takes half a millisecond, a fortieth of what a whole picture takes.
 */
export function sizeOf(file: Buffer): Size | undefined {
  if (file.length < 24) return undefined
  // PNG: the signature, then the chunk IHDR, which begins with both.
  if (file.readUInt32BE(0) === 0x89504e47)
    return { width: file.readUInt32BE(16), height: file.readUInt32BE(20) }
  return file.readUInt16BE(0) === 0xffd8 ? sizeOfJpeg(file) : undefined
}

/** Goes from segment to segment of a JPEG until the one that begins a frame. */
function sizeOfJpeg(file: Buffer): Size | undefined {
  let at = 2
  while (at + 9 <= file.length) {
    // Any number of 0xff may stand before a marker.
    if (file[at] !== 0xff) return undefined
    const marker = file[at + 1] ?? 0
    if (marker === 0xff) at++
    else if (isFrame(marker)) return { width: file.readUInt16BE(at + 7), height: file.readUInt16BE(at + 5) }
    else at += 2 + file.readUInt16BE(at + 2)
  }
  return undefined
}

/** SOF0 to SOF15, without DHT, JPG and DAC, which stand among them (ITU-T T.81, table B.1). */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
}
