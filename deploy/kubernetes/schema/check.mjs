// Holds manifests to the schemas that Kubernetes and the Prometheus Operator publish:
//
//   kubectl kustomize deploy/kubernetes/example | node deploy/kubernetes/schema/check.mjs
//
// Prints a line an object. Exit code: 0 when there are some and all are right.
import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';

const packageOf = version => (version.startsWith('monitoring.coreos.com/') ? '@kubernetes-models/prometheus-operator/' : 'kubernetes-models/') + version;

let right = 0;
let wrong = 0;
for (const document of parseAllDocuments(readFileSync(0, 'utf8'))) {
  const object = document.toJS();
  const name = `${object.kind} ${object.metadata?.name}`;
  try {
    const models = await import(packageOf(object.apiVersion));
    new models[object.kind](object).validate();
    console.log(`ok   ${name}`);
    right++;
  } catch (error) {
    console.log(`FAIL ${name}: ${error.message}`);
    wrong++;
  }
}
process.exitCode = wrong === 0 && right > 0 ? 0 : 1;
