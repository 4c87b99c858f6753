/** What is due when, under a virtual clock: earliest first, and of one moment the lower rank, then what was put in first. */
export interface Agenda<T> {
  put(at: number, rank: number, item: T): void;
  take(): { readonly at: number; readonly item: T } | undefined;
}

interface Entry<T> {
  readonly at: number;
  readonly rank: number;
  readonly order: number;
  readonly item: T;
}

/** A binary heap. */
export function createAgenda<T>(): Agenda<T> {
  const heap: Entry<T>[] = [];
  let order = 0;
  return {
    put(at, rank, item) {
      heap.push({ at, rank, order, item });
      order += 1;
      rise(heap);
    },
    take() {
      const [first] = heap;
      const last = heap.pop();
      if (first === undefined || last === undefined) return undefined;
      if (heap.length > 0) {
        heap[0] = last;
        sink(heap);
      }
      return first;
    },
  };
}

function rise<T>(heap: Entry<T>[]): void {
  let index = heap.length - 1;
  while (index > 0) {
    const parent = (index - 1) >> 1;
    if (!swapIfBefore(heap, index, parent)) return;
    index = parent;
  }
}

function sink<T>(heap: Entry<T>[]): void {
  let index = 0;
  for (;;) {
    const left = 2 * index + 1;
    const [one, other] = [heap[left], heap[left + 1]];
    if (one === undefined) return;
    const child = other !== undefined && isBefore(other, one) ? left + 1 : left;
    if (!swapIfBefore(heap, child, index)) return;
    index = child;
  }
}

function swapIfBefore<T>(heap: Entry<T>[], index: number, parent: number): boolean {
  const [one, other] = [heap[index], heap[parent]];
  if (one === undefined || other === undefined || !isBefore(one, other)) return false;
  heap[index] = other;
  heap[parent] = one;
  return true;
}

function isBefore<T>(one: Entry<T>, other: Entry<T>): boolean {
  return (one.at - other.at || one.rank - other.rank || one.order - other.order) < 0;
}
