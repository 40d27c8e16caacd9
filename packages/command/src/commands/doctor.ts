import type { Command } from 'commander'
import type { Tools } from '../tools.ts'
import type { Does } from './options.ts'

export function addDoctor(_program: Command, _tools: Tools, _does: Does): void {}
