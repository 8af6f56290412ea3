// Holds manifests to the schemas that Kubernetes and the Prometheus Operator publish:
//
//   npm ci && kubectl kustomize ../example | node check.mjs
//
// The schemas say what a value may be; the types made of them refuse a name that is none. Prints a line an object. Exit code: 0 when
// there are some and all are right.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import ts from 'typescript';
import { parseAllDocuments } from 'yaml';

const here = dirname(fileURLToPath(import.meta.url));
const packageOf = version => (version.startsWith('monitoring.coreos.com/') ? '@kubernetes-models/prometheus-operator/' : 'kubernetes-models/') + version;

/** Names that the type of an object does not have. */
function unknown(object) {
  const file = join(here, 'checked.ts');
  const source = `import type { I${object.kind} } from '${packageOf(object.apiVersion)}/${object.kind}'; export const checked: I${object.kind} = ${JSON.stringify(object, null, 1)}`;
  const options = { strict: true, noEmit: true, skipLibCheck: true, types: [], module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler, target: ts.ScriptTarget.ES2022 };
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile } = host;
  host.fileExists = name => name === file || fileExists(name);
  host.getSourceFile = (name, ...rest) => (name === file ? ts.createSourceFile(name, source, rest[0]) : getSourceFile(name, ...rest));
  return ts.getPreEmitDiagnostics(ts.createProgram([file], options, host)).map(x => ts.flattenDiagnosticMessageText(x.messageText, '\n'));
}

/** What is wrong with an object, a line each; nothing for one that is right. */
export async function problems(object) {
  try {
    const models = await import(packageOf(object.apiVersion));
    new models[object.kind](object).validate();
  } catch (error) {
    return [error.message];
  }
  return unknown(object);
}

export const objects = text => parseAllDocuments(text).map(x => x.toJS());

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const all = objects(readFileSync(0, 'utf8'));
  if (all.length === 0) process.exitCode = 1;
  for (const object of all) {
    const found = await problems(object);
    console.log(`${found.length ? 'FAIL' : 'ok  '} ${object.kind} ${object.metadata?.name}`);
    for (const problem of found) console.log(`     ${problem}`);
    if (found.length) process.exitCode = 1;
  }
}
