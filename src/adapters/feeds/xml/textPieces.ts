export interface TextPieces {
  add(piece: string): void;
  whole(): string;
}

const mostPieces = 4096;

/** A text that comes in pieces, millions of single characters among them: neither kept one by one nor joined each time. */
export function textPieces(): TextPieces {
  let joined = '';
  let pieces: string[] = [];
  const join = () => {
    joined += pieces.join('');
    pieces = [];
  };
  return {
    add(piece) {
      pieces.push(piece);
      if (pieces.length === mostPieces) join();
    },
    whole() {
      join();
      return joined;
    },
  };
}
