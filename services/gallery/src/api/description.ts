import type { operations, paths } from '@contactsheet/client'

/** The methods of a path. */
export type MethodOf<Path extends keyof paths> = {
  [Method in keyof paths[Path]]: paths[Path][Method] extends { responses: unknown } ? Method : never
}[keyof paths[Path]] &
  string

/** What stands for each `{name}` of a path, if it has any. */
export type PathOf<Call> = Call extends { parameters: { path: infer Parts } }
  ? { path: Parts }
  : { path?: never }

/** The last argument of a call, which may be left out where there is nothing to tell. */
export type Told<How> = object extends How ? [how?: How] : [how: How]

/** A query as the page has it: part of it comes from its own address, and the API judges it. */
export type QueryOf<Call> = Call extends { parameters: { query?: infer Fields } }
  ? { [Name in keyof NonNullable<Fields>]?: string | number | undefined }
  : Record<string, never>

/** What a call answers in JSON when all is well. */
export type AnswerOf<Call> = Call extends { responses: infer Answers }
  ? OrNothing<
      { [Status in keyof Answers & (200 | 201 | 202)]: Json<Answers[Status]> }[keyof Answers &
        (200 | 201 | 202)]
    >
  : never

type OrNothing<T> = [T] extends [never] ? undefined : T

type Json<T> = T extends { content: { 'application/json': infer Body } } ? Body : never

export type Answer<Name extends keyof operations> = AnswerOf<operations[Name]>

/** What a call is sent in JSON, as the page has it: it may name a field and say nothing of it, which JSON leaves out. */
export type Sent<Name extends keyof operations> = Loose<Json<NonNullable<operations[Name]['requestBody']>>>

type Loose<T> = T extends readonly (infer Item)[]
  ? readonly Loose<Item>[]
  : T extends object
    ? { [Field in keyof T]: Loose<T[Field]> | (object extends Pick<T, Field> ? undefined : never) }
    : T
