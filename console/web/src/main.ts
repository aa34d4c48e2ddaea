import './styles.css';
import './ui/app-shell.js';
import { router } from './router.js';

router.start();
