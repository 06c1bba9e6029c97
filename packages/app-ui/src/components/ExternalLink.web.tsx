import type { ReactNode } from 'react';

/** Leads out of the app, into a tab of its own. */
export function ExternalLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a data-external-link="" href={href} rel="noreferrer" style={{ color: 'inherit' }} target="_blank">
      {children}
    </a>
  );
}
