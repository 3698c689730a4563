declare module 'autocannon' {
  interface Options {
    url: string;
    connections: number;
    amount: number;
    headers?: Record<string, string>;
  }
  interface Result {
    '2xx': number;
    latency: { p50: number; p99: number };
  }
  interface Load extends Promise<Result> {
    on(event: 'response', listener: () => void): Load;
  }
  export default function autocannon(options: Options): Load;
}
