/** What reading a request's body came to. */
export type ReadBody =
  | { readonly kind: 'read'; readonly body: Uint8Array }
  | { readonly kind: 'too_large' }
  /** The sender went away or broke the transfer; nobody is there to answer. */
  | { readonly kind: 'aborted' };

/** Reads a body and stops at `maxBytes`, so that no sender decides how much memory we take. */
export async function readBody(request: Request, maxBytes: number): Promise<ReadBody> {
  const declared = request.headers.get('content-length');
  if (declared !== null && Number(declared) > maxBytes) return { kind: 'too_large' };
  try {
    // the HTTP parser holds a body to its declared length, so it may be taken in one piece
    if (declared !== null) return { kind: 'read', body: new Uint8Array(await request.arrayBuffer()) };
    return await readChunks(request.body, maxBytes);
  } catch {
    return { kind: 'aborted' };
  }
}

async function readChunks(stream: ReadableStream<Uint8Array> | null, maxBytes: number): Promise<ReadBody> {
  if (!stream) return { kind: 'read', body: new Uint8Array() };
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.byteLength;
    if (size > maxBytes) return { kind: 'too_large' };
    chunks.push(chunk);
  }
  return { kind: 'read', body: joined(chunks, size) };
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const body = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    body.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return body;
}
