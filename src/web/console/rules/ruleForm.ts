import { formatDuration, parseDuration } from '../../../domain/basics/duration.ts';
import { faultOf, type RuleFault, suggestedId } from '../../../domain/rules/checkRule.ts';
import type { AlertOn } from '../../../domain/rules/rule.ts';
import type { RuleDefinition } from '../../../domain/rules/ruleDefinition.ts';

/** A rule as the form of the workbench holds it: whatever was typed. */
export interface RuleFields {
  readonly id: string;
  readonly name: string;
  readonly query: string;
  readonly owner: string;
  readonly on: string;
  readonly when: string;
  readonly cooldown: string;
  readonly blindBelow: string;
  readonly why: string;
  /** The revision that was edited; empty: none. */
  readonly basedOn: string;
}

export const emptyFields: RuleFields = {
  ...{ id: '', name: '', query: '', owner: '', on: 'change', when: '', cooldown: '', blindBelow: '' },
  ...{ why: '', basedOn: '' },
};

type FormBody = Readonly<Record<string, unknown>>;

export const textIn = (body: FormBody, name: string): string => {
  const value = body[name];
  return typeof value === 'string' ? value : '';
};

/** Line ends as they are stored: a browser sends CRLF, which would be a change of every query. */
export const fieldsOf = (body: FormBody): RuleFields => ({
  ...{ id: textIn(body, 'id').trim(), name: textIn(body, 'name').trim() },
  query: textIn(body, 'query').replaceAll('\r\n', '\n').trim(),
  ...{ owner: textIn(body, 'owner').trim(), on: textIn(body, 'on') || 'change' },
  when: textIn(body, 'when').replaceAll('\r\n', '\n').trim(),
  ...{ cooldown: textIn(body, 'cooldown').trim(), blindBelow: textIn(body, 'blindBelow').trim() },
  ...{ why: textIn(body, 'why').trim(), basedOn: textIn(body, 'basedOn').trim() },
});

export const fieldsOfRule = (rule: RuleDefinition, basedOn: number | null): RuleFields => ({
  ...{ id: rule.id, name: rule.name, query: rule.query, owner: rule.owner ?? '', on: rule.alert.on },
  when: rule.alert.when ?? '',
  cooldown: rule.alert.cooldownSeconds === undefined ? '' : formatDuration(rule.alert.cooldownSeconds),
  blindBelow: rule.blindBelow === undefined ? '' : `${Math.round(rule.blindBelow * 100)}%`,
  ...{ why: '', basedOn: basedOn === null ? '' : String(basedOn) },
});

export interface ReadFields {
  readonly rule: RuleDefinition;
  /** What could not be read; the rest of the language is checked elsewhere. */
  readonly faults: readonly RuleFault[];
}

/** The rule that the fields describe. An empty id is made of the name. */
export function ruleOfFields(fields: RuleFields): ReadFields {
  const cooldownSeconds = fields.cooldown === '' ? undefined : parseDuration(fields.cooldown);
  const percent = /^(\d{1,2}|100)\s*%?$/.exec(fields.blindBelow)?.[1];
  const faults = [
    ...(cooldownSeconds === null ? [faultOf('cooldown', 'expected a duration like 30m, 2h or 1d')] : []),
    ...(fields.blindBelow !== '' && percent === undefined
      ? [faultOf('blindBelow', 'expected a percentage like 50%')]
      : []),
  ];
  const id = fields.id === '' ? (suggestedId(fields.name) ?? fields.name) : fields.id;
  return {
    rule: {
      id,
      name: fields.name === '' ? id : fields.name,
      query: fields.query,
      owner: fields.owner === '' ? null : fields.owner,
      alert: {
        on: alertOn(fields.on),
        ...(fields.when === '' ? {} : { when: fields.when }),
        ...(typeof cooldownSeconds === 'number' ? { cooldownSeconds } : {}),
      },
      ...(percent === undefined ? {} : { blindBelow: Number(percent) / 100 }),
    },
    faults,
  };
}

const alertOn = (text: string): AlertOn => (text === 'story' || text === 'article' ? text : 'change');

/** Null: the rule is new. */
export const basedOnOf = ({ basedOn }: Pick<RuleFields, 'basedOn'>): number | null =>
  /^[1-9]\d{0,8}$/.test(basedOn) ? Number(basedOn) : null;
