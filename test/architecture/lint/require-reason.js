/** ESLint rule: a comment that switches a rule off says why, after `--`. */
export const requireReason = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: {
      missing: 'Say after `--` why the rule does not fit here.',
      ts: 'Write code that the compiler accepts.',
    },
  },
  create(context) {
    return {
      Program() {
        for (const comment of context.sourceCode.getAllComments()) {
          const text = comment.value.trim();
          if (/^@ts-(ignore|nocheck|expect-error)/.test(text)) context.report({ loc: comment.loc, messageId: 'ts' });
          if (/^eslint-(disable|enable)/.test(text) && !/\s--\s+\S.{9,}/s.test(text)) {
            context.report({ loc: comment.loc, messageId: 'missing' });
          }
        }
      },
    };
  },
};
