import { BrandFault, type BrandIntake, readBrandFolder } from '@contactsheet/brand/intake'
import { ConfigError, type Logger } from '@contactsheet/runtime'

/**
 * Takes in what is in the folder that BRAND_DIR names, if it names one.
 *
 * @throws ConfigError naming the file that cannot be used
 */
export async function takeInFolder(
  folder: string | undefined,
  intake: BrandIntake,
  log: Pick<Logger, 'info'>,
): Promise<void> {
  if (folder === undefined) return
  try {
    const files = await readBrandFolder(folder, intake)
    log.info({ folder, files }, 'templates, fonts and logos taken in')
  } catch (error) {
    throw error instanceof BrandFault ? new ConfigError(`BRAND_DIR: ${error.message}`) : error
  }
}
