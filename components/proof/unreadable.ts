/** What went wrong before there was anything to verify; its message is for the person. */
export class Unreadable extends Error {}
