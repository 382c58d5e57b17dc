import { describe, expect, it } from 'vitest';
import { formsOf } from '../../../src/domain/rules/inflection/forms.ts';

describe('a word is found in its forms', () => {
  it.each([
    ['deploy', 'deployed deploys deploying'],
    ['city', 'cities'],
    ['stop', 'stopped stopping'],
    ['seize', 'seized seizing seizes'],
    ['shoot', 'shot shooting'],
    ['troops', 'troop'],
    ['arrested', 'arrest arrests'],
    ['казахстан', 'казахстана казахстану казахстаном казахстане'],
    ['токаев', 'токаева токаеву токаевым токаеве'],
    ['астана', 'астаны астане астану астаной'],
    ['войска', 'войск войскам войсками войсках'],
    ['миротворец', 'миротворца миротворцы миротворцев'],
    ['беспорядки', 'беспорядков беспорядках'],
    ['военный', 'военного военные военных'],
    ['восстание', 'восстания восстанием'],
    ['задержать', 'задержал задержали задержан задержаны'],
    ['погибнуть', 'погиб погибла погибли'],
  ])('%s → %s', (word, forms) => {
    expect(forms.split(' ').filter((form) => !formsOf(word).includes(form))).toEqual([]);
  });
});

describe('inflection is not derivation', () => {
  it.each([
    ['university', 'universe'],
    ['govern', 'government'],
    ['protest', 'protester'],
    ['news', 'new'],
    ['during', 'dure'],
    ['алмат', 'алматинская'],
  ])('%s never finds %s', (word, other) => {
    expect(formsOf(word)).not.toContain(other);
  });
});
