/** Business time. Whatever reads a clock takes this, so that every scenario can be run on a fake one. */
export interface Clock {
  now(): Date;
}
