import { element, table } from './element.js';

const refName = (ref) => ref.slice(ref.lastIndexOf('/') + 1);

/** A schema's type in words; named schemas are links to their table. */
export function typeOf(schema = {}) {
  if (schema.$ref) return [element('a', { href: `#schema-${refName(schema.$ref)}` }, refName(schema.$ref))];
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return choices.flatMap((choice, index) => (index === 0 ? typeOf(choice) : [' or ', ...typeOf(choice)]));
  if (schema.allOf) return schema.allOf.flatMap(typeOf);
  if ('const' in schema) return [JSON.stringify(schema.const)];
  if (schema.enum) return [schema.enum.map((value) => JSON.stringify(value)).join(', ')];
  if (schema.type === 'array') return ['list of ', ...typeOf(schema.items)];
  const name = Array.isArray(schema.type) ? schema.type.join(' or ') : (schema.type ?? 'anything');
  return [schema.format ? `${name} (${schema.format})` : name];
}

/** What a value has to keep to, such as its bounds. */
export function limitsOf(schema = {}) {
  const limits = [
    schema.minLength > 0 ? `at least ${schema.minLength} long` : '',
    schema.maxLength ? `at most ${schema.maxLength} long` : '',
    schema.minimum > Number.MIN_SAFE_INTEGER ? `from ${schema.minimum}` : '',
    schema.maximum < Number.MAX_SAFE_INTEGER ? `to ${schema.maximum}` : '',
    schema.maxItems ? `at most ${schema.maxItems} entries` : '',
    'default' in schema ? `default ${JSON.stringify(schema.default)}` : '',
  ];
  return limits.filter(Boolean).join(', ');
}

/** Fields of an object, those of nested objects under dotted names; anything else as its type. */
export function schemaView(schema) {
  if (!schema.properties) return element('p', {}, typeOf(schema), ' ', limitsOf(schema));
  return table(['Field', 'Type', 'Limits'], fieldRows(schema, ''));
}

function fieldRows(schema, prefix) {
  return Object.entries(schema.properties).flatMap(([name, field]) => {
    const isOptional = !(schema.required ?? []).includes(name);
    const label = element('code', {}, prefix + name);
    const row = [
      [label, isOptional ? element('span', { class: 'muted' }, ' optional') : ''],
      typeOf(field),
      limitsOf(field),
    ];
    const inner = field.properties ? [field, '.'] : field.items?.properties ? [field.items, '[].'] : undefined;
    return inner ? [row, ...fieldRows(inner[0], `${prefix}${name}${inner[1]}`)] : [row];
  });
}
