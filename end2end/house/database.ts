// The program's database as its owner: for what no page does, such as a second landlord in the same house, or a link
// that is older than it should be.
import pg from 'pg';

/** Runs one statement; `$1` and so on stand for the values. */
export async function sql<Row extends pg.QueryResultRow>(text: string, ...values: unknown[]): Promise<Row[]> {
  const client = new pg.Client({ connectionString: process.env.DUPLEX_OWNER });
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}
