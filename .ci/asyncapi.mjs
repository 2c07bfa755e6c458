// Parses an AsyncAPI document with the reference parser; prints what it finds and its channels.
import { Parser, fromFile } from '@asyncapi/parser';

const { document, diagnostics } = await fromFile(new Parser(), process.argv[2]).parse();
for (const finding of diagnostics) {
  console.log(`${finding.code}: ${finding.message} (${finding.path.join('.')})`);
}
if (!document) {
  process.exit(1);
}
console.log(document.allChannels().all().map((channel) => channel.address()).join('\n'));
