# 表单：字段和填写提示

field-yuan = 元
field-read-as = 读作
field-optional = （选填）
field-choose = 请选择
field-any = 不限
field-file-limits = 支持 { $kinds }，不超过 { $size }

forms-unsaved = 填写的内容还没有保存，确定离开吗？
forms-required = 请填写{ $label }
forms-choose = 请选择{ $label }
forms-too-long = { $label }最多 { $max } 个字，现在有 { $is } 个字
forms-too-short = { $label }至少 { $min } 个字
forms-control = { $label }含有看不见的字符（{ $code }），请删除后重新输入
forms-not-money = { $label }请填金额，例如 12,345.67 或 1.2万
forms-too-fine = { $label }请精确到分，最多两位小数
forms-too-large-number = { $label }的数字太大，请检查单位
forms-negative = { $label }不能是负数
forms-not-an-integer = { $label }请填整数
forms-not-a-date = { $label }请填真实存在的日期，例如 2026-09-17
forms-not-a-choice = { $label }请从列出的选项中选择
forms-outside = { $label }应在 { $low } 到 { $high } 之间
forms-unknown = 表单中有无法识别的内容（{ $name }）。请刷新页面后重新填写
forms-unreadable = 表单没有读全。请检查后重新提交
forms-file-required = 请选择{ $label }文件
forms-file-empty = { $label }：文件“{ $name }”是空的，请检查后重新上传
forms-file-kind = { $label }：文件“{ $name }”的内容与格式不符，或不是可接受的格式。请上传 { $kinds }
forms-file-too-large = { $label }：文件“{ $name }”超过 { $size }，请压缩或拆分后重新上传
