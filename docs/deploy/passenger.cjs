// Start file for Phusion Passenger (cPanel: "Setup Node.js App"), which loads CommonJS only.
// Application startup file: docs/deploy/passenger.cjs
void import('../../bin/start.mjs');
