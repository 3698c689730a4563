/** The vendor's public key: whoever holds its other half can issue licences. */
export const publicKeyPem = `-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEAH3WDaYWrX+Z6Q8JB1rMYFsCbQ03UdV52as+V9s68/NY=
-----END PUBLIC KEY-----
`;
