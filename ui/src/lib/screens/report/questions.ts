/** The end of the word ids of a code. */
export const word = (name: string) => name.replaceAll('_', '-');
