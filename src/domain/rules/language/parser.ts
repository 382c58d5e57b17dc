import type { Concepts } from '../rule.ts';
import type { TextField } from '../span.ts';
import { changeOperatorNamed } from './changeOperators.ts';
import { refuseUnmatchable } from './checkQuery.ts';
import { figureCondition, ledgerCondition } from './conditions.ts';
import { QueryError, type QueryFinding } from './finding.ts';
import { refuseForeignOperator, refuseStrayWildcard } from './foreign.ts';
import { type Token, tokensOf } from './lexer.ts';
import { fieldNode } from './queryFields.ts';
import { isReadable, type Joint, mixedError, readingOf, written } from './readings.ts';
import type { LedgerCondition, Node, Place, Weighted } from './syntax.ts';
import { conceptTerm, phraseTerm, wordTerm } from './terms.ts';
import { warningsOf } from './warnings.ts';

export interface Vocabulary {
  readonly concepts: Concepts;
}

export type ParsedQuery =
  | { readonly kind: 'query'; readonly node: Node; readonly warnings: readonly QueryFinding[] }
  | { readonly kind: 'refused'; readonly findings: readonly QueryFinding[] };

/** Reads a query. Any text gives a query or a finding that says where and why; it never throws. */
export function parseQuery(query: string, { concepts }: Vocabulary): ParsedQuery {
  const grammar: Grammar = {
    ...{
      name: 'query',
      concepts,
      operand: 'a word, a phrase, a concept or a group',
      example: 'give at least one word',
    },
    refuse: refuseUnmatchable,
  };
  try {
    return readQuery(readNode(query, grammar), concepts);
  } catch (error) {
    if (error instanceof QueryError) return { kind: 'refused', findings: [error.finding] };
    throw error;
  }
}

/** What is found in a query: why it is refused, or what is likely a mistake. */
export function findingsOfQuery(query: string, vocabulary: Vocabulary): readonly QueryFinding[] {
  const parsed = parseQuery(query, vocabulary);
  return parsed.kind === 'query' ? parsed.warnings : parsed.findings;
}

/** Warnings are worked out when they are asked for: whoever compiles a hundred thousand rules does not. */
const readQuery = (node: Node, concepts: Concepts): ParsedQuery => ({
  kind: 'query',
  node,
  get warnings() {
    return warningsOf(node, concepts);
  },
});

/** What a text is read as: all of the language, or a part of it. */
export interface Grammar {
  readonly name: 'query' | 'condition';
  readonly concepts: Concepts;
  /** What may stand where an operand is missing. */
  readonly operand: string;
  readonly example: string;
  /** Throws `QueryError` for what can be read, and is refused. */
  refuse(node: Node): void;
}

/** Throws `QueryError` where the text is none of the grammar. */
export function readNode(text: string, grammar: Grammar): Node {
  if (text.trim() === '') throw new QueryError(0, `the ${grammar.name} is empty`, grammar.example);
  const node = new Parser(tokensOf(text), text, grammar).whole();
  grammar.refuse(node);
  return node;
}

const deepest = 1000;
const longestChain = 20;

/** Recursive descent over the tokens, one method a rule of the grammar. */
class Parser {
  #next = 0;
  #depth = 0;
  #field: TextField | null = null;
  readonly #tokens: readonly Token[];
  readonly #end: Token;
  readonly #text: string;
  readonly #grammar: Grammar;

  constructor(tokens: readonly Token[], text: string, grammar: Grammar) {
    this.#tokens = tokens;
    this.#end = tokens.at(-1) ?? { kind: 'end', from: 0, to: 0 };
    this.#text = text;
    this.#grammar = grammar;
  }

  whole(): Node {
    const node = this.#expression();
    const left = this.#peek();
    if (left.kind === ')')
      throw new QueryError(left.from, 'this bracket closes no open bracket', 'take it out, or open one before');
    if (left.kind !== 'end') throw new QueryError(left.from, `unexpected "${this.#textOf(left)}"`);
    return node;
  }

  /** Operands joined by AND (or by nothing) or by OR; both at one level is an error: products disagree on which goes first. */
  #expression(): Node {
    const first = this.#proximity();
    const children = [first];
    let joint: Joint | null = null;
    for (let wanted = this.#joint(); wanted !== null; wanted = this.#joint()) {
      if (joint !== null && joint !== wanted) throw this.#mixed(children, joint);
      joint = wanted;
      children.push(this.#joined());
    }
    if (joint === null) return first;
    return { kind: joint, children, at: { from: first.at.from, to: (children.at(-1) ?? first).at.to } };
  }

  /** What joins the next operand of the level to those before; null: none follows. */
  #joint(): Joint | null {
    const token = this.#peek();
    return token.kind === 'OR' ? 'or' : token.kind === 'AND' || this.#startsOperand(token) ? 'and' : null;
  }

  #joined(): Node {
    const { kind } = this.#peek();
    if (kind === 'AND' || kind === 'OR') this.#take();
    return this.#proximity();
  }

  /** Reads the level to its end, to offer those of its two readings that are queries themselves. */
  #mixed(children: readonly Node[], joint: Joint): QueryError {
    const { from } = this.#peek();
    const [operands, joints] = [[...children], children.slice(1).map(() => joint)];
    try {
      for (let next = this.#joint(); next !== null; next = this.#joint()) {
        joints.push(next);
        operands.push(this.#joined());
      }
    } catch (error) {
      if (!(error instanceof QueryError)) throw error;
      return mixedError(from, []);
    }
    const readings = [joint, joint === 'and' ? ('or' as const) : ('and' as const)].flatMap((inner) => {
      const reading = readingOf(operands, joints, inner);
      return isReadable(reading, this.#grammar.refuse) ? [written(reading, this.#text)] : [];
    });
    return mixedError(from, readings);
  }

  #startsOperand(token: Token): boolean {
    return ['(', '-', '=', 'NOT', 'SCORE', 'field', 'concept', 'phrase', 'word', 'comparison'].includes(token.kind);
  }

  #proximity(): Node {
    let left = this.#operand();
    for (let token = this.#peek(); token.kind === 'near'; token = this.#peek()) {
      this.#take();
      const right = this.#operand();
      for (const side of [left, right]) refuseSide(side);
      const { ordered, distance } = token;
      left = { kind: 'near', left, right, distance, ordered, at: { from: left.at.from, to: right.at.to } };
      if (chainOf(left) > longestChain)
        throw new QueryError(token.from, `NEAR and BEFORE join at most ${longestChain} terms in one chain`);
    }
    return left;
  }

  #operand(): Node {
    const token = this.#take();
    switch (token.kind) {
      case 'NOT':
      case '-':
        return this.#nested(token, () => {
          const child = this.#operand();
          return { kind: 'not', child, at: { from: token.from, to: child.at.to } };
        });
      case '(':
        return this.#nested(token, () => this.#group(token));
      case 'SCORE':
        return this.#nested(token, () => this.#score(token));
      case 'field':
        return this.#nested(token, () => this.#scoped(token));
      case 'concept':
        return conceptTerm(token.name, this.#grammar.concepts, placeOf(token));
      case 'phrase':
        refuseStrayWildcard(token.text, token.from, true);
        return phraseTerm(token.text, 'inflected', placeOf(token));
      case '=':
        return this.#exact(token);
      case 'word':
        return this.#word(token);
      case 'comparison':
        throw new QueryError(
          token.from,
          `expected a kind of figure before ${token.operator}, for example killed ${token.operator} 10`,
        );
      default:
        throw this.#missing(token);
    }
  }

  #nested(token: Token, read: () => Node): Node {
    if (++this.#depth > deepest)
      throw new QueryError(token.from, `brackets and operators are nested more than ${deepest} levels deep`);
    const node = read();
    this.#depth--;
    return node;
  }

  #group(open: Token): Node {
    const node = this.#expression();
    const close = this.#take();
    if (close.kind === 'end')
      throw new QueryError(open.from, 'this bracket is never closed', 'put a ) where its group ends');
    if (close.kind !== ')')
      throw new QueryError(close.from, `unexpected "${this.#textOf(close)}"; expected a ) or an operator`);
    return { ...node, at: { from: open.from, to: close.to } };
  }

  #word(token: Extract<Token, { kind: 'word' }>): Node {
    const next = this.#peek();
    if (next.kind === 'comparison') return figureCondition(token, this.#take(), this.#take());
    const operator = changeOperatorNamed(token.text);
    if (operator !== null && next.kind === '(' && next.from === token.to) return this.#changeCondition(operator, token);
    if (/^\d+$/.test(token.text) && next.kind === 'OF') return this.#nested(token, () => this.#of(token));
    refuseForeignOperator(token.text, token.from);
    return wordTerm(token.text, false, placeOf(token));
  }

  #changeCondition(operator: LedgerCondition['operator'], { from }: Token): Node {
    this.#take();
    const kind = this.#take();
    const close = this.#take();
    if (close.kind !== ')')
      throw new QueryError(from, `expected one kind of figure in ${operator}( )`, `${operator}(killed)`);
    if (this.#field !== null)
      throw new QueryError(from, `${operator}( ) reads the story's ledger, which has no ${this.#field}`);
    const amount = this.#peek().kind === 'comparison' ? { sign: this.#take(), value: this.#take() } : null;
    return ledgerCondition(operator, kind, { from, to: close.to }, amount);
  }

  #exact(sign: Token): Node {
    const token = this.#take();
    const at = { from: sign.from, to: token.to };
    if (token.kind === 'phrase') return phraseTerm(token.text, 'exact', at);
    if (token.from !== sign.to)
      throw new QueryError(sign.from, 'expected a word or a phrase right after =, without a space, for example =US');
    if (token.kind === 'word' || operatorWords.includes(token.kind)) return wordTerm(this.#textOf(token), true, at);
    throw new QueryError(sign.from, 'expected a word or a phrase right after =, without a space, for example =US');
  }

  #of(count: Extract<Token, { kind: 'word' }>): Node {
    this.#take();
    const { items, to } = this.#list('OF');
    const least = Number(count.text);
    if (least < 1 || least > items.length) {
      throw new QueryError(
        count.from,
        `${count.text} OF a list of ${items.length} can never hold; use 1 to ${items.length}`,
      );
    }
    return { kind: 'of', least, children: items.map(({ node }) => node), at: { from: count.from, to } };
  }

  #score(token: Token): Node {
    const number = this.#take();
    const least = number.kind === 'word' ? Number(number.text) : Number.NaN;
    if (!(least > 0))
      throw new QueryError(token.from, 'expected a positive number after SCORE, for example SCORE 10 (coup^6, riot^4)');
    const { items, to } = this.#list('SCORE');
    const most = items.reduce((sum, { weight }) => sum + Math.max(0, weight), 0);
    if (most < least)
      throw new QueryError(token.from, `the weights add up to ${most} at most and never reach ${least}`);
    return { kind: 'score', least, terms: items, at: { from: token.from, to } };
  }

  #list(name: string): { readonly items: readonly Weighted[]; readonly to: number } {
    const open = this.#take();
    if (open.kind !== '(')
      throw new QueryError(open.from, `expected a list in brackets after ${name}, for example (almaty, aktau)`);
    const items: Weighted[] = [];
    for (;;) {
      const node = this.#expression();
      const weight = this.#peek().kind === 'weight' ? this.#take() : null;
      items.push({ node, weight: weight?.kind === 'weight' ? weight.weight : 1 });
      const token = this.#take();
      if (token.kind === ')') return { items, to: token.to };
      if (token.kind === 'end')
        throw new QueryError(open.from, 'this bracket is never closed', 'put a ) after the last of the list');
      if (token.kind !== ',') throw new QueryError(token.from, 'expected a comma or a ) here');
    }
  }

  #scoped(token: Extract<Token, { kind: 'field' }>): Node {
    return fieldNode(token, this.#field, (field) => {
      const outer = this.#field;
      this.#field = field ?? outer;
      const node = this.#operand();
      this.#field = outer;
      return node;
    });
  }

  #missing(token: Token): QueryError {
    const { name, operand } = this.#grammar;
    if (token.kind === 'end') return new QueryError(token.from, `the ${name} ends here, but ${operand} must follow`);
    return new QueryError(token.from, `expected ${operand} here, not "${this.#textOf(token)}"`);
  }

  #peek(): Token {
    return this.#tokens[this.#next] ?? this.#end;
  }

  #take(): Token {
    const token = this.#peek();
    this.#next++;
    return token;
  }

  #textOf({ from, to }: Place): string {
    return this.#text.slice(from, to);
  }
}

/** How many terms follow each other by NEAR, at the most. */
function chainOf(node: Node): number {
  if (node.kind === 'near') return chainOf(node.left) + chainOf(node.right);
  return node.kind === 'or' ? node.children.reduce((longest, child) => Math.max(longest, chainOf(child)), 1) : 1;
}

const operatorWords: readonly string[] = ['AND', 'OR', 'NOT', 'OF', 'SCORE'];

const placeOf = ({ from, to }: Place): Place => ({ from, to });

/** Words in between can be counted between words, phrases, concepts and OR groups of them. */
function refuseSide(side: Node): void {
  const isTerm = side.kind === 'word' || side.kind === 'phrase' || side.kind === 'concept' || side.kind === 'near';
  if (isTerm) return;
  if (side.kind !== 'or')
    throw new QueryError(side.at.from, 'NEAR and BEFORE join words, phrases, concepts, or OR groups of them');
  for (const child of side.children) refuseSide(child);
}
