/** Passwords, and tokens that nobody guesses. */
export interface Secrets {
  /** 256 random bits in base64url, for an address, a cookie or a header. */
  newToken(): string;
  hashPassword(password: string): Promise<string>;
  /** Whether it is the password of that hash. A hash of null takes as long and says no. */
  isPassword(password: string, hash: string | null): Promise<boolean>;
}
