import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../house/source-files.ts';
import { findProgram } from './find-program.ts';
import { startService, type ServiceProcess } from './service-process.ts';

const run = promisify(execFile);
const RENDER = join(root, 'deploy', 'nginx', 'render.sh');
const CERTIFICATE_DAYS = '3650';

export const findNginx = (): string | undefined => findProgram('nginx');
export const NGINX_HOW_TO =
  'apt-get install nginx libnginx-mod-http-brotli-filter libnginx-mod-http-brotli-static openssl';

export interface NginxOptions {
  /** For its configuration, caches and logs; made when absent. */
  directory: string;
  port: number;
  /** As host:port. */
  servers: readonly string[];
  /** With a certificate that it signs itself. */
  isHttps: boolean;
  /** The built web app. */
  webDirectory?: string;
  /** Folders whose files servers may name by X-Accel-Redirect. */
  mediaRoots?: readonly string[];
  hasPublicCovers?: boolean;
  /** Not ended by Ctrl-C at the terminal. */
  isDetached?: boolean;
  /** Settings of deploy/nginx/render.sh beside those. */
  settings?: Readonly<Record<string, string>>;
}

export interface Nginx extends ServiceProcess {
  url: string;
  accessLog: string;
  /** PEM file; clients have to trust it. */
  certificate: string | undefined;
}

/** NGINX from the system with the configuration of `deploy/nginx`, on the loopback, as the user who runs this. */
export async function startNginx(options: NginxOptions): Promise<Nginx> {
  const { directory, port, isHttps } = options;
  const accessLog = join(directory, 'access.log');
  const certificate = isHttps ? await ensureCertificate(directory) : undefined;
  const configuration = join(directory, 'conf');
  await renderNginx(configuration, {
    EDGE_SERVERS: options.servers.join(' '),
    EDGE_ACCESS_LOG: accessLog,
    EDGE_STATE: join(directory, 'state'),
    EDGE_MEDIA_ROOTS: (options.mediaRoots ?? []).join(delimiter),
    EDGE_PUBLIC_COVERS: String(options.hasPublicCovers ?? false),
    ...(options.webDirectory !== undefined && { EDGE_WEB_ROOT: options.webDirectory }),
    ...(certificate === undefined
      ? { EDGE_HTTP: `127.0.0.1:${port}` }
      : {
          EDGE_HTTPS: `127.0.0.1:${port}`,
          EDGE_CERTIFICATE: certificate,
          EDGE_CERTIFICATE_KEY: toKeyPath(certificate),
        }),
    ...options.settings,
  });
  const service = await startService({
    name: 'NGINX',
    program: findNginx() ?? 'nginx',
    args: ['-p', configuration, '-c', join(configuration, 'nginx.conf'), '-g', 'daemon off;'],
    port,
    // Its workers outlive a master that is killed.
    exitSignal: 'SIGTERM',
    ...(options.isDetached && { isDetached: true }),
  });
  return { ...service, url: `${isHttps ? 'https' : 'http'}://localhost:${port}`, accessLog, certificate };
}

/** Writes the configuration of `deploy/nginx` to a folder. @throws Error with what render.sh complains about */
export async function renderNginx(folder: string, settings: Readonly<Record<string, string>>): Promise<void> {
  // The workers of a master that root starts would be nobody, who sees neither the caches nor the music.
  const user = process.getuid?.() === 0 ? { EDGE_USER: `${userInfo().username}` } : {};
  await run('sh', [RENDER, folder], { env: { PATH: process.env['PATH'], ...user, ...settings } });
}

const toKeyPath = (certificate: string): string => certificate.replace(/\.pem$/, '-key.pem');

/** Kept, so that a browser which was told to trust it does so after a restart. */
export async function ensureCertificate(directory: string): Promise<string> {
  const certificate = join(directory, 'certificate.pem');
  if (existsSync(certificate)) return certificate;
  await mkdir(directory, { recursive: true });
  const names = 'subjectAltName=DNS:localhost,IP:127.0.0.1';
  const key = [
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-noenc',
    '-keyout',
    toKeyPath(certificate),
  ];
  const subject = ['-subj', '/CN=localhost', '-addext', names, '-days', CERTIFICATE_DAYS];
  await run('openssl', ['req', '-x509', ...key, ...subject, '-out', certificate]);
  return certificate;
}
