# 登录、注册、邀请、重设密码、账户

seat-enterprise-owner = 企业账户负责人
seat-enterprise-colleague = 企业经办人
seat-newcomer = 新注册用户
seat-provider = 服务商
seat-officer-handle = 经办人员
seat-officer-check = 审核人员
seat-officer-sign = 签发人员
seat-expert = 评审专家
seat-system-admin = 系统管理员
seat-security-admin = 安全管理员
seat-audit-admin = 审计管理员
seat-internal-auditor = 内部审计
seat-external-auditor = 外部审计
seat-clock = 系统时钟
seat-founder = 初始化程序
seat-public = 社会公众

entry-password-short = 密码至少要 { $min } 个字符。
entry-password-long = 密码最多 { $max } 个字符。
entry-password-login = 密码与登录名太接近。请换一个别人猜不到的。
entry-password-digits = 只有数字的密码容易被猜中。请加上字母、汉字或符号。
entry-password-common = 这个密码太常见，容易被猜中。几个不相干的词连在一起，好记又难猜。
