/** A font or a logo is refused. `message` is one sentence or two for whoever sent it: what is wrong, and what to send instead. */
export class BrandFault extends Error {
  override readonly name = 'BrandFault'
}
