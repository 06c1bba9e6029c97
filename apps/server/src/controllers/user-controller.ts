import type { UserId } from '#models/ids.ts';
import { toPublicUser } from '#presenters/user-presenter.ts';
import type { UserService } from '#services/user-service.ts';
import type { EndpointHandlers } from './endpoint-handler.ts';

type UserEndpoint =
  | 'listUsers'
  | 'createUser'
  | 'updateUser'
  | 'deleteUser'
  | 'getMe'
  | 'changePassword'
  | 'getSettings'
  | 'updateSettings';

export function createUserController({ userService }: { userService: UserService }): EndpointHandlers<UserEndpoint> {
  return {
    listUsers: async () => ({ items: (await userService.listUsers()).map(toPublicUser) }),
    createUser: async ({ body }) => toPublicUser(await userService.createUser(body)),
    updateUser: async ({ params, body }) => toPublicUser(await userService.updateUser(params.userId as UserId, body)),
    async deleteUser({ params }) {
      await userService.deleteUser(params.userId as UserId);
      return undefined;
    },
    getMe: async ({ caller }) => toPublicUser(await userService.getUser(caller.userId)),
    async changePassword({ caller, body, http }) {
      const address = http.request.ip ?? 'unknown';
      await userService.changePassword(caller, { current: body.currentPassword, next: body.newPassword, address });
      return undefined;
    },
    getSettings: ({ caller }) => userService.getSettings(caller.userId),
    updateSettings: ({ caller, body }) => userService.updateSettings(caller.userId, body),
  };
}
