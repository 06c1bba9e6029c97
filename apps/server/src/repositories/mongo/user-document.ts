import type { UserId } from '#models/ids.ts';
import type { User } from '#models/user.ts';

export type UserDocument = Omit<User, 'id'> & { _id: UserId };

export const toUserDocument = ({ id, ...rest }: User): UserDocument => ({ _id: id, ...rest });
export const toUser = ({ _id, ...rest }: UserDocument): User => ({ id: _id, ...rest });
