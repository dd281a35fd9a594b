// What the server says of a field that breaks its rules, in Chinese; the server itself speaks
// English.
const kRules: [RegExp, string][] = [
  [/^is required$/, '必须填写'],
  [/^must be at least (\d+)$/, '不能小于 $1'],
  [/^must be at most (\d+)$/, '不能大于 $1'],
  [/^must have at least (\d+) \w+$/, '至少 $1 个字'],
  [/^may have at most (\d+) items$/, '最多 $1 项'],
  [/^may have at most (\d+) \w+$/, '最多 $1 个字'],
  [/^(\d+) digits$/, '要 $1 位数字'],
  [/^must match .*$/, '格式不对'],
]

export function ruleInChinese(description: string): string {
  for (const [rule, chinese] of kRules) {
    if (rule.test(description)) return description.replace(rule, chinese)
  }
  return description
}
