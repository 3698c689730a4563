/** OpenID Connect; loaded with the first who comes by Google, since most installations never see one. */
export const openIdClient = () => import('openid-client');
