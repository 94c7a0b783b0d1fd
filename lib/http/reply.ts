/** A verb's answer with a status (and headers) of its own, where a route has more than one way to succeed. */
export class Reply {
  constructor(
    readonly status: number,
    readonly body: unknown,
    readonly headers: Record<string, string> = {},
  ) {}
}
