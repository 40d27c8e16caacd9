/** In place of the process that reads a file: does what the file says. */
process.once('message', ({ file }: { file: Uint8Array }) => {
  if (Buffer.from(file).toString() === 'ends') process.abort()
  for (;;);
})
