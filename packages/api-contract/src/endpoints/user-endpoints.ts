import { z } from 'zod';
import { defineEndpoint } from '../define-endpoint.ts';
import { id } from '../schemas/primitives.ts';
import { passwordChange, settings, settingsUpdate, user, userCreate, userUpdate } from '../schemas/user.ts';

const userParams = z.object({ userId: id });

export const userEndpoints = {
  listUsers: defineEndpoint('listUsers', {
    summary: 'Everyone with an account',
    tag: 'users',
    access: 'administrator',
    output: z.object({ items: z.array(user) }),
  }),
  createUser: defineEndpoint('createUser', {
    summary: 'Add a user',
    tag: 'users',
    access: 'administrator',
    body: userCreate,
    output: user,
    status: 201,
    errors: ['conflict'],
  }),
  updateUser: defineEndpoint('updateUser', {
    summary: 'Rename a user, change the role or set a new password',
    tag: 'users',
    access: 'administrator',
    params: userParams,
    body: userUpdate,
    output: user,
    errors: ['not-found', 'conflict', 'not-editable'],
  }),
  deleteUser: defineEndpoint('deleteUser', {
    summary: 'Delete a user with stars, ratings, queue and history; the last administrator stays',
    tag: 'users',
    access: 'administrator',
    params: userParams,
    output: 'empty',
    status: 204,
    errors: ['not-found', 'not-editable'],
  }),
  getMe: defineEndpoint('getMe', {
    summary: 'The signed-in user',
    tag: 'users',
    access: 'listener',
    output: user,
    isConditional: true,
  }),
  changePassword: defineEndpoint('changePassword', {
    summary: 'Change my password; my other devices are signed out',
    tag: 'users',
    access: 'listener',
    body: passwordChange,
    output: 'empty',
    status: 204,
    errors: ['credentials-wrong', 'rate-limited'],
  }),
  getSettings: defineEndpoint('getSettings', {
    summary: 'My settings',
    tag: 'users',
    access: 'listener',
    output: settings,
    isConditional: true,
  }),
  updateSettings: defineEndpoint('updateSettings', {
    summary: 'Change some of my settings',
    tag: 'users',
    access: 'listener',
    body: settingsUpdate,
    output: settings,
  }),
};
