export const signIn = {
  title: 'Sign in',
  welcome: 'Welcome back',
  name: 'Name',
  password: 'Password',
  submit: 'Sign in',
  submitting: 'Signing in',
  nameNeeded: 'Enter your name.',
  passwordNeeded: 'Enter your password.',
  wrong: 'This name and password do not belong together. Check both and try again.',
  throttled: {
    one: 'Too many attempts. Try again in {count} second.',
    other: 'Too many attempts. Try again in {count} seconds.',
  },
  throttledOver: 'You can try again now.',
  unreachable: 'The server does not answer. Check that it is running and that you are on its network.',
  forgotten: 'Forgotten your password? Whoever runs this server can set a new one.',
} as const;
