// `make check-js`: what the page's and the report's scripts must keep to.

import js from "@eslint/js";
import globals from "globals";

const given = { element: "readonly", props: "readonly", server: "readonly", trigger: "readonly", watch: "readonly" };
const asMarkup = "foreign text would become markup: the server escapes it (rag/ui/escaping.py), or textContent shows it";

export default [
  js.configs.recommended,
  {
    languageOptions: {
      ecmaVersion: 2023,
      sourceType: "script",
      parserOptions: { ecmaFeatures: { globalReturn: true } }, // each file runs as a function's body
      globals: globals.browser,
    },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      eqeqeq: "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-shadow": ["error", { builtinGlobals: false }],
      "no-var": "error",
      "prefer-const": "error",
      "no-restricted-properties": [
        "error",
        { property: "insertAdjacentHTML", message: asMarkup },
        { property: "createContextualFragment", message: asMarkup },
        { object: "document", property: "write", message: asMarkup },
      ],
      "no-restricted-syntax": [
        "error",
        { selector: "AssignmentExpression[left.property.name=/^(innerHTML|outerHTML|srcdoc)$/]", message: asMarkup },
      ],
    },
  },
  { files: ["rag/ui/js/*.js"], languageOptions: { globals: given } }, // by Gradio, to a pane's on-load script
];
