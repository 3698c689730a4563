/** The vendor's public key: whoever holds its other half can issue licences (license/issue.ts). */
export const publicKeyPem = `-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEA4xQV0w4EG/SURYukIYMlQCFSZdoe79Q0N1S+VqNp9rs=
-----END PUBLIC KEY-----
`;
