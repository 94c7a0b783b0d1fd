import { accountSection } from './account-section'
import { agreeSection } from './agree-section'
import { dealSection } from './deal-section'
import { Scene } from './scene'
import { stepsSection } from './steps-section'

/** The page that leaves a deal without any desk: opened from a file or any web server, it talks to a node and a wallet. */
const scene = new Scene()
const agree = agreeSection(scene)
scene.onChange(() => {
  agree.hidden = !scene.deal || scene.deal.state === 'ENDED' || scene.deal.state === 'OPEN'
})
document.querySelector('main')?.append(...dealSection(scene), accountSection(scene), agree, stepsSection(scene))
