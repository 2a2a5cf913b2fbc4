/** `unitId` ↔ `unit_id`: camelCase outside, snake_case in SQL; nowhere else. */
export const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Name of a column in SQL. */
export function identifier(name: string): string {
  if (!/^[a-zA-Z][a-zA-Z0-9]*$/.test(name)) throw new TypeError(`"${name}" is not the name of a column`);
  return `"${snake(name)}"`;
}
