/** Slow, salted hashing of passwords. */
export interface PasswordHasher {
  /** @throws DomainError unavailable when too many are waiting. */
  hash(password: string): Promise<string>;
  /**
   * Whether the password fits. Without a hash (there is no such user) it takes as long and is false.
   * @throws DomainError unavailable when too many are waiting.
   */
  matches(password: string, hash: string | undefined): Promise<boolean>;
}
