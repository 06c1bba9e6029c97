/**
 * What one server may do alone, for a while. The token grows with each holder: whoever writes under a lease can be refused when
 * a later holder has written already.
 */
export interface Lease {
  name: string;
  token: number;
}

/** Each method is atomic over all servers. Methods throw DomainError unavailable while the store is away. */
export interface LeaseRepository {
  /** Undefined while another holds it. A holder that takes its own lease again renews it, and keeps its token. */
  takeLease(name: string, holder: string, lifetimeMs: number): Promise<Lease | undefined>;
  /** False when it has run out and another may have taken it. */
  renewLease(lease: Lease, holder: string, lifetimeMs: number): Promise<boolean>;
  /** Only the holder's; a lease of another stays. */
  releaseLease(lease: Lease, holder: string): Promise<void>;
}
