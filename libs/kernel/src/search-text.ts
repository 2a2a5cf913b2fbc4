/**
 * A name as it is stored: NFC, no stray spaces. Keyboards differ in how they compose "ễ"; two ways of writing one
 * name must not become two names.
 */
export const tidyName = (text: string): string => text.normalize('NFC').replace(/\s+/gu, ' ').trim();

/**
 * What a name is searched by: lower case, without diacritics, đ as d. "Xã Đồng Lạc" and "xa dong lac" give the same
 * text, so people find it whichever way they type; "hoà" and "hòa" too.
 */
export const searchText = (text: string): string =>
  tidyName(text).normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase();
