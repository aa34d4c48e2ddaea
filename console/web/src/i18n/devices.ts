import type { Lang } from './texts.js';

/**
 * Devices have an id but no name in the catalogue. These are the usual parts of our four kinds of
 * site; an id that is not here is shown as it is written.
 */
const DEVICES: Readonly<Record<string, Readonly<Record<Lang, string>>>> = {
  // sewage plant
  inlet: { zh: '进水', en: 'Inlet' },
  'pump-station': { zh: '提升泵站', en: 'Pump station' },
  aeration: { zh: '曝气池', en: 'Aeration' },
  clarifiers: { zh: '二沉池', en: 'Clarifiers' },
  clarifier: { zh: '二沉池', en: 'Clarifier' },
  outlet: { zh: '出水', en: 'Outlet' },
  uv: { zh: '紫外消毒', en: 'UV' },
  sludge: { zh: '污泥', en: 'Sludge' },
  blower: { zh: '鼓风机', en: 'Blower' },
  power: { zh: '供电', en: 'Power' },
  // incinerator
  furnace: { zh: '焚烧炉', en: 'Furnace' },
  'gas-line': { zh: '烟气线', en: 'Gas line' },
  stack: { zh: '烟囱', en: 'Stack' },
  turbine: { zh: '汽轮机', en: 'Turbine' },
  bunker: { zh: '垃圾池', en: 'Bunker' },
  residues: { zh: '炉渣飞灰', en: 'Residues' },
  boiler: { zh: '锅炉', en: 'Boiler' },
  // charging station
  grid: { zh: '电网', en: 'Grid' },
  transformer: { zh: '变压器', en: 'Transformer' },
  station: { zh: '站内', en: 'Station' },
  c: { zh: '充电桩', en: 'Charger' },
  charger: { zh: '充电桩', en: 'Charger' },
  // capture and storage
  absorber: { zh: '吸收塔', en: 'Absorber' },
  stripper: { zh: '再生塔', en: 'Stripper' },
  compressor: { zh: '压缩机', en: 'Compressor' },
  pipeline: { zh: '管道', en: 'Pipeline' },
  well: { zh: '注入井', en: 'Injection well' },
  downhole: { zh: '井下', en: 'Downhole' },
  monitoring: { zh: '监测', en: 'Monitoring' },
};

/** `aeration-2` becomes 曝气池 2 or Aeration 2; `chlorine-dosing` becomes Chlorine dosing. */
export function deviceText(device: string, lang: Lang): string {
  const [, kind = device, number = ''] = /^(.*?)-?(\d*)$/.exec(device) ?? [];
  if (Object.hasOwn(DEVICES, kind)) {
    return `${DEVICES[kind]![lang]} ${number}`.trimEnd();
  }
  const words = device.replace(/[-_]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
