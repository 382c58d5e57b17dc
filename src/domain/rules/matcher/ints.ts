/** A list of 32-bit integers that grows. `items` may be longer than the list, and another array after a `push`. */
export class Ints {
  items: Int32Array;
  length = 0;

  constructor(capacity = 16) {
    this.items = new Int32Array(capacity);
  }

  push(value: number): void {
    if (this.length === this.items.length) this.reserve(this.length + 1);
    this.items[this.length++] = value;
  }

  /** Makes room for so many items in all. */
  reserve(capacity: number): void {
    if (capacity > this.items.length) this.items = grown(this.items, capacity);
  }

  at(index: number): number {
    return this.items[index] ?? 0;
  }
}

/** The same integers with room for at least `capacity`; it doubles, so that growing costs little in the long run. */
export function grown(items: Int32Array, capacity: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(Math.max(capacity, items.length * 2));
  larger.set(items);
  return larger;
}
