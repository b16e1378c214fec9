const   text = 'single quotes'
export default Date.now() + text
