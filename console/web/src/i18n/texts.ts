/**
 * Every text of the pages, in both languages. {@link fill} fills in `{name}`, and for
 * `{name:one|many}` the word that goes with the number.
 */

export type Lang = 'zh' | 'en';

export const TEXTS = {
  // shell
  'app.name': { zh: '鄱阳', en: 'Poyang' },
  'nav.label': { zh: '页面', en: 'Pages' },
  'nav.overview': { zh: '总览', en: 'Overview' },
  'nav.trend': { zh: '趋势', en: 'Trend' },
  'nav.edges': { zh: '边缘代理', en: 'Edges' },
  'nav.quarantine': { zh: '隔离区', en: 'Quarantine' },
  'nav.skip': { zh: '跳到内容', en: 'Skip to content' },
  'shell.language': { zh: 'English', en: '中文' },
  'shell.language.hint': { zh: 'Switch to English', en: '切换到中文' },
  'shell.theme': { zh: '切换深浅色（当前：{theme}）', en: 'Switch theme (now: {theme})' },
  'shell.theme.auto': { zh: '随系统', en: 'system' },
  'shell.theme.dark': { zh: '深色', en: 'dark' },
  'shell.theme.light': { zh: '浅色', en: 'light' },
  'shell.help': { zh: '键盘帮助（?）', en: 'Keyboard help (?)' },
  'shell.zone': { zh: '切换时区（当前：{zone}）', en: 'Switch time zone (now: {zone})' },
  'unknown.title': { zh: '没有这个页面', en: 'There is no such page' },
  'unknown.body': { zh: '地址 {path} 不指向任何内容。', en: 'The address {path} leads nowhere.' },

  // connection
  'feed.open': { zh: '实时', en: 'live' },
  'feed.connecting': { zh: '连接中', en: 'connecting' },
  'feed.lost': { zh: '已断开', en: 'lost' },
  'feed.paused': { zh: '已暂停', en: 'paused' },
  'feed.banner': {
    zh: '与服务器的实时连接已中断，自 {since} 起（{age}）。所显示的均为此前的最后数值，已标为“过期”。正在自动重连…',
    en: 'Live connection to the server lost since {since} ({age}). Everything shown is the last value from before that, marked stale. Reconnecting by itself…',
  },

  // kinds and states
  'kind.sewage-plant': { zh: '污水处理厂', en: 'Sewage plant' },
  'kind.incinerator': { zh: '垃圾焚烧厂', en: 'Incinerator' },
  'kind.ev-charging': { zh: '充电站', en: 'EV charging' },
  'kind.ccus': { zh: '碳捕集与封存', en: 'CCUS' },
  'kind.other': { zh: '其他', en: 'Other' },
  'state.live': { zh: '正常上传', en: 'reporting' },
  'state.stale': { zh: '数据过期', en: 'stale' },
  'state.silent': { zh: '无数据', en: 'silent' },
  'trust.good': { zh: '良好', en: 'good' },
  'trust.uncertain': { zh: '可疑', en: 'uncertain' },
  'trust.bad': { zh: '坏值', en: 'bad' },
  'trust.stale': { zh: '过期', en: 'stale' },
  'trust.none': { zh: '无数据', en: 'no data' },

  // overview
  'overview.title': { zh: '站点总览', en: 'All sites' },
  'overview.filter': { zh: '筛选站点', en: 'Filter sites' },
  'overview.empty': {
    zh: '还没有站点。边缘代理连上并上报信号后，站点会自动出现。',
    en: 'No sites yet. A site appears by itself once an edge agent has connected and announced its signals.',
  },
  'overview.none': { zh: '没有符合筛选的站点。', en: 'No site matches the filter.' },
  'overview.summary': {
    zh: '{sites} 个站点 · {signals} 个信号',
    en: 'sites {sites} · signals {signals}',
  },
  'count.live': { zh: '正常', en: 'live' },
  'count.stale': { zh: '过期', en: 'stale' },
  'count.bad': { zh: '坏值', en: 'bad' },
  'count.signals': { zh: '信号', en: 'signals' },
  'last.reading': { zh: '最新数据', en: 'last reading' },
  'last.never': { zh: '从未收到', en: 'never' },
  'spark.label': { zh: '{name} 最近一小时', en: '{name}, the last hour' },

  // site
  'site.filter': { zh: '筛选信号（名称、编号、设备）', en: 'Filter signals: name, id, device' },
  'site.abnormal': { zh: '只看异常', en: 'Abnormal only' },
  'site.compare': { zh: '对比 {n} 个信号', en: 'Compare {n} signals' },
  'site.compare.one': { zh: '查看趋势', en: 'Show trend' },
  'site.compare.hint': { zh: '勾选信号以对比（最多 8 个）', en: 'Tick signals to compare (at most 8)' },
  'site.clear': { zh: '清除', en: 'Clear' },
  'site.shown': { zh: '{shown} / {all} 个信号', en: '{shown} of {all} {all:signal|signals}' },
  'site.select': { zh: '选择 {name}', en: 'Select {name}' },
  'site.none': { zh: '没有符合筛选的信号。', en: 'No signal matches the filter.' },
  'site.empty': { zh: '该站点还没有信号。', en: 'This site has no signals yet.' },
  'site.unannounced': { zh: '未登记', en: 'unannounced' },
  'site.unannounced.hint': {
    zh: '有数据，但边缘代理没有登记过这个信号：名称、单位和量程未知',
    en: 'Readings arrive, but no edge agent announced this signal: name, unit and range are unknown',
  },
  'site.device.none': { zh: '其他', en: 'Other' },
  'site.back': { zh: '所有站点', en: 'All sites' },
  'site.unknown': { zh: '没有站点 {site}', en: 'There is no site {site}' },
  'col.signal': { zh: '信号', en: 'Signal' },
  'col.value': { zh: '数值', en: 'Value' },
  'col.unit': { zh: '单位', en: 'Unit' },
  'col.range': { zh: '量程', en: 'Range' },
  'col.quality': { zh: '质量', en: 'Quality' },
  'col.age': { zh: '距今', en: 'Age' },
  'col.select': { zh: '选择', en: 'Select' },
  'range.text': { zh: '量程 {low}…{high} {unit}', en: 'instrument range {low} … {high} {unit}' },
  'range.above': { zh: '高于量程', en: 'above range' },
  'range.below': { zh: '低于量程', en: 'below range' },
  'flag.hint': { zh: 'HJ 212 数据标记 {flag}', en: 'HJ 212 data flag {flag}' },

  // trend
  'trend.title': { zh: '趋势', en: 'Trend' },
  'trend.empty': {
    zh: '还没有选择信号。请在站点页面选择信号，或在此添加。',
    en: 'No signal chosen. Choose signals on a site’s page, or add one here.',
  },
  'trend.period': { zh: '时段', en: 'Period' },
  'trend.period.15m': { zh: '15 分', en: '15 min' },
  'trend.period.1h': { zh: '1 小时', en: '1 h' },
  'trend.period.8h': { zh: '8 小时', en: '8 h' },
  'trend.period.24h': { zh: '24 小时', en: '24 h' },
  'trend.period.7d': { zh: '7 天', en: '7 d' },
  'trend.custom': { zh: '自定义', en: 'Custom' },
  'trend.from': { zh: '从', en: 'From' },
  'trend.to': { zh: '到', en: 'To' },
  'trend.apply': { zh: '应用', en: 'Apply' },
  'trend.order': { zh: '“从”须早于“到”。', en: '“From” must be before “To”.' },
  'trend.live': { zh: '跟随当前', en: 'Follow now' },
  'trend.csv': { zh: '下载 CSV', en: 'Download CSV' },
  'trend.link': { zh: '复制链接', en: 'Copy link' },
  'trend.copied': { zh: '已复制', en: 'Copied' },
  'trend.back': { zh: '向前移动半屏', en: 'Half a screen back' },
  'trend.forward': { zh: '向后移动半屏', en: 'Half a screen on' },
  'trend.out': { zh: '放大时段范围', en: 'Zoom out' },
  'trend.add': { zh: '添加信号', en: 'Add signal' },
  'trend.add.hint': { zh: '输入信号名称或编号', en: 'Name or id of a signal' },
  'trend.full': { zh: '最多 8 个信号。', en: 'At most 8 signals.' },
  'trend.remove': { zh: '移除 {name}', en: 'Remove {name}' },
  'trend.loading': { zh: '正在查询…', en: 'Querying…' },
  'trend.nothing': { zh: '该时段没有数据', en: 'No readings in this period' },
  'trend.downsampled': {
    zh: '已降采样：每 {bucket} 取最小值与最大值',
    en: 'downsampled: min/max per {bucket}',
  },
  'trend.raw': { zh: '全部原始数据，未降采样', en: 'every reading, not downsampled' },
  'trend.zoom': { zh: '拖动以放大，双击以缩小', en: 'Drag to zoom, double-click to zoom out' },
  'trend.at.end': { zh: '时段末', en: 'end of period' },
  'trend.plot': { zh: '{n} 个信号从 {from} 到 {to} 的趋势图', en: 'Trend of {n} {n:signal|signals} from {from} to {to}' },
  'trend.col.at': { zh: '数据时间', en: 'Read at' },
  'trend.col.min': { zh: '最小', en: 'Min' },
  'trend.col.max': { zh: '最大', en: 'Max' },
  'trend.col.readings': { zh: '读数', en: 'Readings' },
  'trend.col.site': { zh: '站点', en: 'Site' },
  'lane.bad': { zh: '坏值', en: 'bad' },
  'lane.uncertain': { zh: '可疑', en: 'uncertain' },
  'lane.gap': { zh: '缺数', en: 'no readings' },
  'lane.dashed': { zh: '虚线：质量不良', en: 'dashed line: quality not good' },

  // edges
  'edges.title': { zh: '边缘代理', en: 'Edge agents' },
  'edges.empty': { zh: '还没有边缘代理连接过。', en: 'No edge agent has connected yet.' },
  'edges.edge': { zh: '代理', en: 'Edge' },
  'edges.state': { zh: '连接', en: 'Connection' },
  'edges.connected': { zh: '已连接', en: 'connected' },
  'edges.disconnected': { zh: '未连接', en: 'disconnected' },
  'edges.lastSeen': { zh: '最后消息', en: 'Last message' },
  'edges.backlog': { zh: '积压', en: 'Backlog' },
  'edges.backlog.text': { zh: '{batches} 批 · {readings} 条', en: '{batches} {batches:batch|batches} · {readings} {readings:reading|readings}' },
  'edges.backlog.none': { zh: '无', en: 'none' },
  'edges.clock': { zh: '时钟偏差', en: 'Clock offset' },
  'edges.readings': { zh: '已收读数', en: 'Readings taken' },
  'edges.batches': { zh: '批次', en: 'Batches' },
  'edges.refused': { zh: '拒收', en: 'Refused' },
  'edges.sources': { zh: '数据源', en: 'Sources' },
  'edges.sources.none': { zh: '尚未报告', en: 'not reported yet' },
  'edges.sites': { zh: '站点', en: 'Sites' },
  'edges.unknown': { zh: '未知', en: 'unknown' },
  'edges.since': { zh: '计数自服务器启动起', en: 'Counts are since the server started' },

  // quarantine
  'quarantine.title': { zh: '隔离区', en: 'Quarantine' },
  'quarantine.hint': {
    zh: '被拒收的数据连同原因保存在此，不会丢弃。',
    en: 'What was refused is kept here with its reason; nothing is thrown away.',
  },
  'quarantine.empty': { zh: '没有被拒收的数据。', en: 'Nothing has been refused.' },
  'quarantine.total': { zh: '合计', en: 'in all' },
  'quarantine.at': { zh: '收到时间', en: 'Received' },
  'quarantine.edge': { zh: '代理', en: 'Edge' },
  'quarantine.reason': { zh: '原因', en: 'Reason' },
  'quarantine.subject': { zh: '对象', en: 'Subject' },
  'quarantine.detail': { zh: '说明', en: 'Detail' },
  'quarantine.content': { zh: '原始内容', en: 'Content' },
  'quarantine.newest': { zh: '最新', en: 'Newest' },
  'quarantine.older': { zh: '更早', en: 'Older' },
  'reason.malformed': { zh: '无法解析', en: 'malformed' },
  'reason.not-a-number': { zh: '不是数', en: 'not a number' },
  'reason.type-conflict': { zh: '类型不符', en: 'type conflict' },
  'reason.future': { zh: '时间超前', en: 'from the future' },
  'reason.before-history': { zh: '时间过早', en: 'before history' },
  'reason.unknown-edge': { zh: '未知代理', en: 'unknown edge' },
  'reason.foreign-site': { zh: '站点越权', en: 'foreign site' },
  'reason.store-refused': { zh: '存储拒收', en: 'store refused' },

  // shared
  'load.failed': { zh: '无法加载：{what}', en: 'Could not load: {what}' },
  'load.retry': { zh: '重试', en: 'Try again' },
  'load.busy': { zh: '加载中…', en: 'Loading…' },
  'error.network': { zh: '服务器没有响应', en: 'the server does not answer' },
  'error.status': { zh: '服务器返回 {status}', en: 'the server answered {status}' },

  // help
  'help.title': { zh: '键盘操作', en: 'Keyboard' },
  'help.close': { zh: '关闭', en: 'Close' },
  'help.filter': { zh: '跳到筛选框', en: 'go to the filter' },
  'help.move': { zh: '下一项 / 上一项', en: 'next / previous item' },
  'help.open': { zh: '打开站点或信号趋势', en: 'open the site, or the signal’s trend' },
  'help.select': { zh: '勾选信号用于对比', en: 'tick the signal to compare' },
  'help.pages': { zh: '转到总览 / 趋势 / 边缘代理 / 隔离区', en: 'go to overview / trend / edges / quarantine' },
  'help.zoom': { zh: '趋势：缩小 / 左移 / 右移', en: 'trend: zoom out / move back / move on' },
  'help.help': { zh: '显示本帮助', en: 'show this help' },
  'help.escape': { zh: '关闭、离开筛选框', en: 'close, leave the filter' },
  'help.marks': { zh: '标记', en: 'Marks' },
} as const satisfies Record<string, Readonly<Record<Lang, string>>>;

export type TextKey = keyof typeof TEXTS;

export type Params = Readonly<Record<string, string | number>>;

export function fill(text: string, params: Params): string {
  return text
    .replace(/\{(\w+):([^|}]*)\|([^}]*)\}/g, (_, name: string, one: string, many: string) =>
      String(params[name]) === '1' ? one : many,
    )
    .replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}

export function text(lang: Lang, key: TextKey, params: Params = {}): string {
  return fill(TEXTS[key][lang], params);
}

/** For words that come from the server: its own word where we have no translation. */
export function textOr(lang: Lang, key: string, otherwise: string): string {
  return Object.hasOwn(TEXTS, key) ? TEXTS[key as TextKey][lang] : otherwise;
}
