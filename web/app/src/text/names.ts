/**
 * The server's rule for names of people and rooms: letters and digits of any script, single spaces
 * inside, and `.` `_` `-`; with a letter or a digit, and not longer than that many code points.
 */
export function isName(name: string, longest: number): boolean {
  return (
    [...name].length <= longest &&
    /^[\p{L}\p{M}\p{N}._-]+( [\p{L}\p{M}\p{N}._-]+)*$/u.test(name) &&
    /[\p{L}\p{N}]/u.test(name)
  );
}

/** What is written in a field for a name, as the server takes it. */
export function nameIn(field: string): string {
  return field.trim().replace(/\s+/g, ' ').normalize('NFC');
}
