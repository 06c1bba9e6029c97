import type { AuthService } from '#services/auth-service.ts';
import type { ServerService } from '#services/server-service.ts';
import type { EndpointHandlers } from './endpoint-handler.ts';

type SystemEndpoint = 'getHealth' | 'getReadiness' | 'getServerInfo';

interface SystemServices {
  serverService: ServerService;
  authService: AuthService;
}

export function createSystemController(services: SystemServices): EndpointHandlers<SystemEndpoint> {
  const { serverService, authService } = services;
  return {
    getHealth: async () => ({
      status: 'ok',
      version: serverService.version,
      uptimeSeconds: serverService.getUptimeSeconds(),
    }),
    async getReadiness({ http }) {
      const readiness = await serverService.checkReadiness();
      if (readiness.status === 'not-ready') http.response.status(503);
      return readiness;
    },
    getServerInfo: async () => ({
      name: serverService.name,
      version: serverService.version,
      isSetupRequired: await authService.isSetupRequired(),
    }),
  };
}
