interface Fields {
  name?: string | undefined;
  token?: string | undefined;
  lang?: string | undefined;
}

/** The address of the socket. Where there is a page, it may be relative to it. */
export function address(base: string | URL, fields: Fields): string {
  const url = new URL(base, globalThis.location?.href);
  url.protocol = url.protocol.replace(/^http/, 'ws');
  url.hash = '';
  for (const [name, value] of Object.entries(fields)) {
    if (value) {
      url.searchParams.set(name, value);
    }
  }
  return url.href;
}
