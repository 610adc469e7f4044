# 部件一览页

gallery-title = 部件一览
