/** Version of HubSpot's interface, a date since 2026; supported for 18 months. The only place it is written. */
export const VERSION = '2026-09';
