/** What is in DATA_DIR cannot be opened, however often it is tried; the message says what to do. */
export class UnusableCluster extends Error {
  override readonly name = 'UnusableCluster';
}
