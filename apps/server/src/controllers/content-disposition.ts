/**
 * `inline` with the file's name: plain ASCII for old clients, UTF-8 for the others (RFC 6266, RFC 8187). Percent signs and
 * quotes leave the plain one, since clients disagree on them (RFC 6266, appendix D).
 */
export function toInlineDisposition(fileName: string): string {
  const plain = fileName.replace(/[^\x20-\x7e]|["%\\]/g, '_');
  if (plain === fileName) return `inline; filename="${plain}"`;
  const encoded = encodeURIComponent(fileName.toWellFormed()).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `inline; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
